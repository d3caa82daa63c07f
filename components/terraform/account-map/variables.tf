variable "accounts" {
  type        = map(string)
  description = "Account ids by account name."

  validation {
    condition     = alltrue([for id in values(var.accounts) : can(regex("^[0-9]{12}$", id))])
    error_message = "Account ids have exactly twelve digits. Quote them in YAML, or leading zeros are lost."
  }

  validation {
    condition     = length(distinct(values(var.accounts))) == length(var.accounts)
    error_message = "Two accounts have the same id."
  }
}

variable "root_account_name" {
  type        = string
  description = "The name of the organization's management account."
}
