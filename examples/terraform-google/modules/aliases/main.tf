variable "zone" {
  type = string
}

variable "aliases" {
  type = map(string)
}

resource "google_dns_record_set" "this" {
  for_each = var.aliases

  managed_zone = var.zone
  name         = each.key
  type         = "CNAME"
  ttl          = 300
  rrdatas      = [each.value]
}
