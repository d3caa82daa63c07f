locals {
  registry = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
}

resource "terraform_data" "repository" {
  for_each = toset(var.repositories)

  input = {
    name        = "${var.namespace}/${each.key}"
    url         = "${local.registry}/${var.namespace}/${each.key}"
    images_kept = var.images_kept
    tags        = local.tags
  }
}
