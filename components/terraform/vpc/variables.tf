variable "ipv4_primary_cidr_block" {
  type        = string
  description = "The network's address range; at most a /24, because it is cut into sixteen."

  validation {
    condition     = can(cidrsubnet(var.ipv4_primary_cidr_block, 4, 15))
    error_message = "This must be an IPv4 range such as 10.32.0.0/18."
  }
}

variable "availability_zone_letters" {
  type        = list(string)
  description = "The zones to use, by the letter that AWS appends to the region."
  default     = ["a", "b"]

  validation {
    condition     = length(var.availability_zone_letters) >= 1 && length(var.availability_zone_letters) <= 8
    error_message = "Between one and eight zones."
  }
}

variable "nat_gateway_per_zone" {
  type        = bool
  description = "A NAT gateway in every zone instead of one for all."
  default     = false
}
