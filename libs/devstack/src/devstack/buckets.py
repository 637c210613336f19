"""An S3 server (moto's) for tests of what lies in object storage; the platform runs without."""

import sys
from collections.abc import Mapping
from pathlib import Path

from devstack.ports import free_port
from devstack.probes import listens
from devstack.processes import Process, Program

_REGION = "us-east-1"
_POLICY = (
    '{"Version": "2012-10-17",'
    ' "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
)


class BucketServer(Process):
    """One server on the loopback interface, in memory: it knows one key, and has one bucket."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bucket, self.region = "tests", _REGION
        self.access_key_id = self.secret_access_key = ""
        super().__init__(
            Program(
                name="buckets",
                command=(
                    *(sys.executable, "-m", "moto.server"),
                    *("-H", "127.0.0.1", "-p", str(self.port)),
                ),
                log=folder / "buckets.log",
                probe=listens(self.port),
                ports=(self.port,),
            )
        )

    @property
    def environment(self) -> Mapping[str, str]:
        """What a service is told by the environment to find its files here."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_ALLOW_HTTP": "true",
        }

    def open(self) -> None:
        """Make the key and the bucket; from then on nobody gets in without a signature."""
        # Heavy, and needed by few tests.
        import boto3  # noqa: PLC0415
        import httpx2  # noqa: PLC0415

        first = {
            "endpoint_url": self.url,
            "region_name": self.region,
            "aws_access_key_id": "setup",
            "aws_secret_access_key": "setup",
        }
        people = boto3.client("iam", **first)
        people.create_user(UserName="tests")
        people.put_user_policy(UserName="tests", PolicyName="all", PolicyDocument=_POLICY)
        key = people.create_access_key(UserName="tests")["AccessKey"]
        self.access_key_id = str(key["AccessKeyId"])
        self.secret_access_key = str(key["SecretAccessKey"])
        boto3.client("s3", **first).create_bucket(Bucket=self.bucket)
        httpx2.post(f"{self.url}/moto-api/reset-auth", content="0", trust_env=False)
