terraform {
  required_providers {
    google = { source = "hashicorp/google" }
  }
}

resource "google_dns_managed_zone" "main" {
  name     = "main"
  dns_name = "example.com."
}

module "aliases" {
  source = "./modules/aliases"

  zone = google_dns_managed_zone.main.name
  aliases = {
    # Cloud DNS refuses a target without its final dot.
    "www.example.com." = "lb.example.net"
    "api.example.com." = "api.example.net."
  }
}

resource "google_certificate_manager_dns_authorization" "main" {
  name   = "main"
  domain = "example.com"
}

resource "google_dns_record_set" "authorization" {
  managed_zone = google_dns_managed_zone.main.name
  name         = google_certificate_manager_dns_authorization.main.dns_resource_record[0].name
  type         = google_certificate_manager_dns_authorization.main.dns_resource_record[0].type
  ttl          = 300
  rrdatas      = [google_certificate_manager_dns_authorization.main.dns_resource_record[0].data]
}

# Without quotes of its own the text is cut at its blanks.
resource "google_dns_record_set" "persist" {
  managed_zone = google_dns_managed_zone.main.name
  name         = "_validation-persist.example.com."
  type         = "TXT"
  ttl          = 3600
  rrdatas      = ["letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567"]
}
