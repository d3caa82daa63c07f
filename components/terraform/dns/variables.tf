variable "zone_name" {
  type        = string
  description = "The domain that this zone answers for."
}

variable "parent_zone_name" {
  type        = string
  description = "The domain that delegates to this zone; null for a zone that stands by itself."
  default     = null

  validation {
    condition     = var.parent_zone_name == null ? true : endswith(var.zone_name, ".${var.parent_zone_name}")
    error_message = "The zone must lie below its parent."
  }
}

variable "default_ttl" {
  type        = number
  description = "Seconds that a record may be kept, where the record does not say so itself."
  default     = 300
}

variable "records" {
  type = map(object({
    type   = string
    values = list(string)
    ttl    = optional(number)
  }))
  description = "Records of the zone, by the name below it."
  default     = {}
}
