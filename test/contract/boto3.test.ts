/** boto3 against the endpoint, where it is installed. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EcrServer, serve } from '../../src/http.js';
import { image } from '../../src/index.js';
import { START } from '../support/scene.js';

const isInstalled = spawnSync('python3', ['-c', 'import boto3'], { timeout: 60_000 }).status === 0;
const whenInstalled = isInstalled ? test : test.skip;
const OWN = '111122223333';

/** Prints one JSON object of what it saw. */
const PROGRAM = `
import boto3, hashlib, json, sys
from botocore.config import Config
url, manifest_file = sys.argv[1:]
manifest = json.load(open(manifest_file))
seen = {}
def client(service, key="${OWN}", token=None):
    return boto3.client(service, endpoint_url=url, region_name="us-west-2", aws_access_key_id=key,
        aws_secret_access_key="x", aws_session_token=token, config=Config(retries={"total_max_attempts": 3}))
ecr = client("ecr")
created = ecr.create_repository(repositoryName="app", tags=[{"Key": "team", "Value": "\\u00e4"}])
seen["createdAt"] = created["repository"]["createdAt"].timestamp()
seen["tags"] = ecr.list_tags_for_resource(resourceArn=created["repository"]["repositoryArn"])["tags"]
for blob in manifest["blobs"]:
    data = bytes(blob["bytes"])
    upload = ecr.initiate_layer_upload(repositoryName="app")["uploadId"]
    ecr.upload_layer_part(repositoryName="app", uploadId=upload, partFirstByte=0, partLastByte=len(data) - 1, layerPartBlob=data)
    ecr.complete_layer_upload(repositoryName="app", uploadId=upload, layerDigests=["sha256:" + hashlib.sha256(data).hexdigest()])
for tag in ["v1", "v2", "v3"]:
    put = ecr.put_image(repositoryName="app", imageTag=tag, imageManifest=manifest["text"])
seen["digest"] = put["image"]["imageId"]["imageDigest"]
pages = list(ecr.get_paginator("list_images").paginate(repositoryName="app", PaginationConfig={"PageSize": 2}))
seen["pages"] = [len(page["imageIds"]) for page in pages]
try:
    ecr.put_image(repositoryName="app", imageTag="v1", imageManifest=manifest["text"])
except ecr.exceptions.ImageAlreadyExistsException as error:
    seen["refusal"] = error.response["Error"]
    seen["status"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
ecr.start_image_scan(repositoryName="app", imageId={"imageTag": "v1"})
ecr.get_waiter("image_scan_complete").wait(repositoryName="app", imageId={"imageTag": "v1"}, WaiterConfig={"Delay": 1, "MaxAttempts": 3})
seen["attempts"] = ecr.describe_registry()["ResponseMetadata"]["RetryAttempts"]
given = client("sts").assume_role(RoleArn="arn:aws:iam::444455556666:role/promoter", RoleSessionName="boto")["Credentials"]
other = client("ecr", given["AccessKeyId"], given["SessionToken"])
seen["registryId"] = other.describe_registry()["registryId"]
print(json.dumps(seen))
`;

let server: EcrServer;
let folder: string;

beforeEach(async () => {
  server = await serve({ now: START + 250 });
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-boto3-'));
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function python(...args: string[]): Promise<{ out: string; complaint: string }> {
  const env = { PATH: process.env['PATH'], HOME: folder, NO_PROXY: '127.0.0.1' };
  return new Promise((resolve) => {
    execFile('python3', ['-c', PROGRAM, ...args], { env, timeout: 60_000 }, (_error, out, complaint) =>
      resolve({ out, complaint }),
    );
  });
}

whenInstalled(
  `boto3 pushes, walks pages, waits, retries and assumes a role${isInstalled ? '' : ' (skipped: boto3 is not installed)'}`,
  async () => {
    const one = image('boto3');
    const file = join(folder, 'image.json');
    const blobs = one.blobs.map(({ bytes }) => ({ bytes: [...(bytes ?? [])] }));
    writeFileSync(file, JSON.stringify({ text: one.manifest, blobs }));
    server.ecr.fail('DescribeRegistry').with('ThrottlingException').once();
    const { out, complaint } = await python(server.url, file);
    expect(complaint).toBe('');
    expect(JSON.parse(out)).toEqual({
      createdAt: START / 1000 + 0.25,
      tags: [{ Key: 'team', Value: 'ä' }],
      digest: one.digest,
      pages: [2, 1],
      refusal: {
        Code: 'ImageAlreadyExistsException',
        Message: `Image with digest '${one.digest}' and tag 'v1' already exists in the repository with name 'app' in registry with id '${OWN}'`,
      },
      status: 400,
      attempts: 1,
      registryId: '444455556666',
    });
  },
  120_000,
);
