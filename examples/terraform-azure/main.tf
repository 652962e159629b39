terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

resource "azurerm_dns_zone" "main" {
  name                = "example.com"
  resource_group_name = "dns"
}

# Azure puts the zone behind every name: this becomes ….example.com.example.com.
resource "azurerm_dns_cname_record" "validation" {
  name                = "_3639ac514e785e898d2646601fa951d5.example.com"
  zone_name           = azurerm_dns_zone.main.name
  resource_group_name = "dns"
  ttl                 = 300
  record              = "_98d2646bc55f0a7fa2e0c5a26d4d9d8c.vdkqbgtzhl.acm-validations.aws"
}

# A CA that can't read the issuer issues nothing.
resource "azurerm_dns_caa_record" "apex" {
  name                = "@"
  zone_name           = azurerm_dns_zone.main.name
  resource_group_name = "dns"
  ttl                 = 3600

  record {
    flags = 0
    tag   = "issue"
    value = "digicert.com"
  }

  record {
    flags = 0
    tag   = "issue"
    value = "https://letsencrypt.org"
  }
}

# Right as it is.
resource "azurerm_dns_cname_record" "www" {
  name                = "www"
  zone_name           = azurerm_dns_zone.main.name
  resource_group_name = "dns"
  ttl                 = 300
  record              = "lb.example.net"
}
