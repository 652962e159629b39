terraform {
  required_providers {
    cloudflare = { source = "cloudflare/cloudflare" }
  }
}

variable "zone_id" {
  type = string
}

# The CA asks for this CNAME, and Cloudflare answers with its own addresses.
resource "cloudflare_dns_record" "validation" {
  zone_id = var.zone_id
  name    = "_3639ac514e785e898d2646601fa951d5.example.com"
  type    = "CNAME"
  content = "_98d2646bc55f0a7fa2e0c5a26d4d9d8c.vdkqbgtzhl.acm-validations.aws"
  ttl     = 1
  proxied = true
}

locals {
  delegations = toset(["www", "shop"])
}

resource "cloudflare_dns_record" "challenge" {
  for_each = local.delegations

  zone_id = var.zone_id
  name    = "_acme-challenge.${each.key}.example.com"
  type    = "CNAME"
  content = "${each.key}.acme-dns.example.net"
  ttl     = 300
}

# A token that somebody published by hand, at a name that is delegated above.
resource "cloudflare_dns_record" "token" {
  zone_id = var.zone_id
  name    = "_acme-challenge.shop.example.com"
  type    = "TXT"
  content = "\"gfj9Xq-Rg85nM_evaGxfADs6PSRb2LAv9IZf17Dt3jU\""
  ttl     = 300
}
