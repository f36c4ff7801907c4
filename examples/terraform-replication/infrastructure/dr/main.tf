resource "aws_ecr_registry_policy" "in" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "in"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:ReplicateImage", "ecr:CreateRepository"]
      Resource  = "arn:aws:ecr:eu-west-1:444455556666:repository/payments*"
    }]
  })
}
