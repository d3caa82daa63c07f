output "account_ids" {
  value       = { for name, account in terraform_data.account : name => account.output.id }
  description = "Account ids by account name."
}

output "account_names" {
  value       = { for name, account in terraform_data.account : account.output.id => name }
  description = "Account names by account id."
}

output "root_account_id" {
  value       = terraform_data.account[var.root_account_name].output.id
  description = "The id of the organization's management account."
}

output "terraform_identities" {
  value       = { for name, account in terraform_data.account : name => account.output.identity }
  description = "The identity that Terraform runs as, by account name."
}
