terraform {
  # 1.10 is the first release whose s3 backend can lock with objects (use_lockfile).
  required_version = ">= 1.10.0"
}
