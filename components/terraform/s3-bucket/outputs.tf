output "bucket_id" {
  value       = terraform_data.bucket.output.id
  description = "The bucket's name."
}

output "bucket_arn" {
  value       = terraform_data.bucket.output.arn
  description = "The bucket's ARN."
}
