resource "terraform_data" "alias" {
  input = "${var.namespace}-${local.account_name}"
}

resource "terraform_data" "password_policy" {
  input = {
    account_id     = var.account_id
    minimum_length = var.minimum_password_length
    tags           = local.tags
  }
}
