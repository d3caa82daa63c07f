variable "versioning_enabled" {
  type        = bool
  description = "Keep what was overwritten or deleted."
  default     = true
}

variable "expiration_days" {
  type        = number
  description = "Days until an object is deleted; 0 keeps it for ever."
  default     = 0

  validation {
    condition     = var.expiration_days >= 0
    error_message = "A number of days, or 0."
  }
}
