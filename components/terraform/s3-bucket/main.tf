resource "terraform_data" "bucket" {
  input = {
    id              = local.id
    arn             = "arn:aws:s3:::${local.id}"
    versioning      = var.versioning_enabled
    expiration_days = var.expiration_days == 0 ? null : var.expiration_days
    tags            = local.tags
  }
}
