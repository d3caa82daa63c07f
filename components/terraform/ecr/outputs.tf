output "registry" {
  value       = local.registry
  description = "The host that images are pushed to."
}

output "repository_urls" {
  value       = { for name, repository in terraform_data.repository : name => repository.output.url }
  description = "The full address of each repository, by its name."
}
