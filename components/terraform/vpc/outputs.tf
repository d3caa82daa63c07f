output "vpc_id" {
  value       = terraform_data.vpc.output.id
  description = "The id of the network."
}

output "vpc_cidr" {
  value       = terraform_data.vpc.output.cidr_block
  description = "The address range of the network."
}

output "availability_zones" {
  value       = local.zones
  description = "The zones in use."
}

output "public_subnet_ids" {
  value       = [for zone in local.zones : terraform_data.subnet["public-${zone}"].output.id]
  description = "Public subnets, in the order of the zones."
}

output "public_subnet_cidrs" {
  value       = [for zone in local.zones : terraform_data.subnet["public-${zone}"].output.cidr_block]
  description = "Address ranges of the public subnets, in the order of the zones."
}

output "private_subnet_ids" {
  value       = [for zone in local.zones : terraform_data.subnet["private-${zone}"].output.id]
  description = "Private subnets, in the order of the zones."
}

output "private_subnet_cidrs" {
  value       = [for zone in local.zones : terraform_data.subnet["private-${zone}"].output.cidr_block]
  description = "Address ranges of the private subnets, in the order of the zones."
}

output "nat_gateway_ids" {
  value       = [for zone in local.nat_zones : terraform_data.nat_gateway[zone].output.id]
  description = "NAT gateways, in the order of the zones."
}

output "tags" {
  value       = local.tags
  description = "The tags of the network."
}
