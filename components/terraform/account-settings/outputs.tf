output "account_id" {
  value       = terraform_data.password_policy.output.account_id
  description = "The twelve digits of the account."
}

output "account_alias" {
  value       = terraform_data.alias.output
  description = "The account's name in sign-in addresses."
}
