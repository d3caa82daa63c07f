locals {
  # Roles belong to no region, so their names say gbl.
  role_prefix = join("-", [var.namespace, var.tenant, "gbl", var.stage])
}

resource "terraform_data" "bucket" {
  input = {
    id         = local.id
    arn        = "arn:aws:s3:::${local.id}"
    region     = var.region
    versioning = true
    tags       = local.tags
  }
}

resource "terraform_data" "access_role" {
  for_each = var.access_roles

  input = {
    arn    = "arn:aws:iam::${var.account_id}:role/${local.role_prefix}-${each.key}"
    bucket = terraform_data.bucket.output.id
    access = each.value
  }
}
