output "zone_id" {
  value       = terraform_data.zone.output.id
  description = "The id of the zone."
}

output "zone_name" {
  value       = terraform_data.zone.output.name
  description = "The domain that the zone answers for."
}

output "name_servers" {
  value       = terraform_data.zone.output.name_servers
  description = "The servers that the parent's zone must name."
}

output "record_names" {
  value       = sort([for record in terraform_data.record : record.output.name])
  description = "The full names of the zone's records."
}
