# The same file stands in every component: who and where this is, and the name and tags that follow from it.

variable "namespace" {
  type        = string
  description = "The organization."
}

variable "tenant" {
  type        = string
  description = "The group of accounts: core or plat."
}

variable "environment" {
  type        = string
  description = "The region in short, such as ue1; gbl where there is none."
}

variable "stage" {
  type        = string
  description = "The account within its tenant."
}

variable "region" {
  type        = string
  description = "The AWS region."
}

variable "account_id" {
  type        = string
  description = "The twelve digits of the AWS account."

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account id has exactly twelve digits. Quote it in YAML, or leading zeros are lost."
  }
}

variable "name" {
  type        = string
  description = "What this is, such as vpc."
}

variable "tags" {
  type        = map(string)
  description = "Tags beside those that say who and where this is."
  default     = {}
}

locals {
  account_name = "${var.tenant}-${var.stage}"
  id           = join("-", [var.namespace, var.tenant, var.environment, var.stage, var.name])

  # Ids look like those of AWS and follow from the name, so that the same stack always gets the same ones.
  suffix = substr(sha256(local.id), 0, 17)

  tags = merge(var.tags, {
    Name        = local.id
    Namespace   = var.namespace
    Tenant      = var.tenant
    Environment = var.environment
    Stage       = var.stage
  })
}
