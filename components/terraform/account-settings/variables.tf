variable "minimum_password_length" {
  type        = number
  description = "The shortest password that the account accepts for its own users."
  default     = 32

  validation {
    condition     = var.minimum_password_length >= 14 && var.minimum_password_length <= 128
    error_message = "Between 14 and 128 characters."
  }
}
