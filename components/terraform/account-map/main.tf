resource "terraform_data" "account" {
  for_each = var.accounts

  input = {
    name     = each.key
    id       = each.value
    identity = "${each.key}/terraform"
  }

  lifecycle {
    precondition {
      condition     = contains(keys(var.accounts), var.root_account_name)
      error_message = "root_account_name is not one of the accounts."
    }
  }
}
