terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "us-west-2"
}

provider "aws" {
  alias  = "dr"
  region = "eu-west-1"
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-west-1"
        registry_id = "444455556666"
      }
      repository_filter {
        filter      = "payments"
        filter_type = "PREFIX_MATCH"
      }
    }
  }
}

module "dr" {
  source    = "./dr"
  providers = { aws = aws.dr }
}
