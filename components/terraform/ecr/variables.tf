variable "repositories" {
  type        = list(string)
  description = "The names of the repositories."

  validation {
    condition     = alltrue([for name in var.repositories : can(regex("^[a-z0-9][a-z0-9._/-]*$", name))])
    error_message = "Repository names are lower-case letters, digits and . _ / -."
  }
}

variable "images_kept" {
  type        = number
  description = "How many images each repository keeps."
  default     = 100
}
