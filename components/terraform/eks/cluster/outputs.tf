output "eks_cluster_id" {
  value       = terraform_data.cluster.output.name
  description = "The name of the cluster, as kubeconfig files spell it."
}

output "eks_cluster_arn" {
  value       = terraform_data.cluster.output.arn
  description = "The ARN of the cluster."
}

output "eks_cluster_endpoint" {
  value       = terraform_data.cluster.output.endpoint
  description = "The address of the cluster's API server."
}

output "eks_cluster_version" {
  value       = terraform_data.cluster.output.version
  description = "The minor release of Kubernetes."
}

output "node_group_names" {
  value       = sort([for group in terraform_data.node_group : group.output.name])
  description = "The groups of worker nodes."
}
