const { ECRClient, PutImageCommand } = require('@aws-sdk/client-ecr');

exports.release = async (repositoryName, imageTag, imageManifest) => {
  const client = new ECRClient({ region: 'us-west-2', maxAttempts: 1 });
  await client.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
};

/** For tests: the copy of the SDK of this package. */
exports.sdk = require('@aws-sdk/client-ecr');
