terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_route53_zone" "public" {
  name = "example.com"
}

resource "aws_route53_zone" "internal" {
  name = "example.com"

  vpc {
    vpc_id = "vpc-0123456789abcdef0"
  }
}

resource "aws_acm_certificate" "site" {
  domain_name               = "example.com"
  subject_alternative_names = ["*.example.com", "shop.example.org"]
  validation_method         = "DNS"
}

# Two faults: example.com and *.example.com are validated by one record, which this makes twice; and the record for
# shop.example.org belongs into the zone of example.org.
resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.site.domain_validation_options : option.domain_name => {
      name   = option.resource_record_name
      type   = option.resource_record_type
      record = option.resource_record_value
    }
  }

  zone_id = aws_route53_zone.public.zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = 300
  records = [each.value.record]
}

# A CA looks in public, and this zone can only be seen from the VPC.
resource "aws_route53_record" "old_validation" {
  zone_id = aws_route53_zone.internal.zone_id
  name    = "_3639ac514e785e898d2646601fa951d5.old.example.com"
  type    = "CNAME"
  ttl     = 300
  records = ["_98d2646bc55f0a7fa2e0c5a26d4d9d8c.vdkqbgtzhl.acm-validations.aws."]
}

# Route 53 takes a target for a full name: this points at the top-level domain "balancer".
resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "www.example.com"
  type    = "CNAME"
  ttl     = 300
  records = ["balancer"]
}

# Right as it is: no dot is needed here.
resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "api"
  type    = "CNAME"
  ttl     = 300
  records = ["api.example.net"]
}
