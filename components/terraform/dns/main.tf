locals {
  zone_hash    = upper(substr(sha256(var.zone_name), 0, 20))
  name_servers = [for number in range(4) : "ns-${number + 1}.${lower(local.zone_hash)}.dns.example"]
}

resource "terraform_data" "zone" {
  input = {
    id           = "Z${local.zone_hash}"
    name         = var.zone_name
    name_servers = local.name_servers
    tags         = local.tags
  }
}

# What the parent's zone needs to know of this one.
resource "terraform_data" "delegation" {
  count = var.parent_zone_name == null ? 0 : 1

  input = {
    zone   = var.parent_zone_name
    name   = terraform_data.zone.output.name
    type   = "NS"
    values = terraform_data.zone.output.name_servers
  }
}

resource "terraform_data" "record" {
  for_each = var.records

  input = {
    zone_id = terraform_data.zone.output.id
    name    = "${each.key}.${var.zone_name}"
    type    = each.value.type
    values  = each.value.values
    ttl     = coalesce(each.value.ttl, var.default_ttl)
  }
}
