output "bucket_id" {
  value       = terraform_data.bucket.output.id
  description = "The bucket's name, as backends spell it."
}

output "bucket_arn" {
  value       = terraform_data.bucket.output.arn
  description = "The bucket's ARN."
}

output "access_role_arns" {
  value       = { for name, role in terraform_data.access_role : name => role.output.arn }
  description = "The roles that reach the state from other accounts."
}
