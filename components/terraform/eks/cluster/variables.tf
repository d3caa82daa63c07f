variable "kubernetes_version" {
  type        = string
  description = "The minor release of Kubernetes, quoted in YAML so that 1.30 stays 1.30."

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "A minor release such as 1.33."
  }
}

variable "node_groups" {
  type = map(object({
    instance_type = string
    min_size      = number
    max_size      = number
  }))
  description = "Groups of worker nodes, by name."
  default     = {}

  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.min_size <= group.max_size])
    error_message = "A node group's min_size is larger than its max_size."
  }
}
