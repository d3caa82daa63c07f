variable "access_roles" {
  type        = map(string)
  description = "Roles that reach the state from other accounts: the last part of the name, and read, plan or write."
  default     = {}

  validation {
    condition     = alltrue([for access in values(var.access_roles) : contains(["read", "plan", "write"], access)])
    error_message = "Access is read, plan (read, and hold locks) or write."
  }
}
