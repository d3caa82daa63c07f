locals {
  cluster_name = "${local.id}-cluster"
}

resource "terraform_data" "cluster" {
  input = {
    name     = local.cluster_name
    arn      = "arn:aws:eks:${var.region}:${var.account_id}:cluster/${local.cluster_name}"
    endpoint = "https://${upper(substr(sha256(local.cluster_name), 0, 32))}.gr7.${var.region}.eks.amazonaws.com"
    version  = var.kubernetes_version
    tags     = local.tags
  }
}

resource "terraform_data" "node_group" {
  for_each = var.node_groups

  input = {
    name          = "${local.cluster_name}-${each.key}"
    cluster       = terraform_data.cluster.output.name
    instance_type = each.value.instance_type
    min_size      = each.value.min_size
    max_size      = each.value.max_size
  }
}
