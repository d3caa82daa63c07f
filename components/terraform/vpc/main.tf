locals {
  zones     = [for letter in var.availability_zone_letters : "${var.region}${letter}"]
  nat_zones = var.nat_gateway_per_zone ? local.zones : slice(local.zones, 0, 1)

  # The range is cut into sixteen: the first eight parts are for public subnets, the others for private ones,
  # so that a new zone never moves the subnets of another.
  subnets = merge(
    { for index, zone in local.zones : "public-${zone}" => {
      zone = zone
      cidr = cidrsubnet(var.ipv4_primary_cidr_block, 4, index)
    } },
    { for index, zone in local.zones : "private-${zone}" => {
      zone = zone
      cidr = cidrsubnet(var.ipv4_primary_cidr_block, 4, index + 8)
    } },
  )
}

resource "terraform_data" "vpc" {
  input = {
    id         = "vpc-${local.suffix}"
    cidr_block = var.ipv4_primary_cidr_block
    tags       = local.tags
  }
}

resource "terraform_data" "subnet" {
  for_each = local.subnets

  input = {
    id                = "subnet-${substr(sha256("${local.id}-${each.key}"), 0, 17)}"
    vpc_id            = terraform_data.vpc.output.id
    availability_zone = each.value.zone
    cidr_block        = each.value.cidr
    tags              = merge(local.tags, { Name = "${local.id}-${each.key}" })
  }
}

resource "terraform_data" "nat_gateway" {
  for_each = toset(local.nat_zones)

  input = {
    id        = "nat-${substr(sha256("${local.id}-nat-${each.key}"), 0, 17)}"
    subnet_id = terraform_data.subnet["public-${each.key}"].output.id
  }
}
