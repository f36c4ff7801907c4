/** What `fake-ecr --help` prints. */
export const HELP = `fake-ecr: a stateful Amazon ECR for tests

usage
  fake-ecr serve [options]     answer at an HTTP endpoint until interrupted
  fake-ecr exec [options] -- <command>
                               run a command whose SDKs and AWS CLI use an endpoint; exits with its code
  fake-ecr record [options]    read a real registry and write a seed file
  fake-ecr verify <file> [options]
                               compare a file with a real registry, and say what differs
  fake-ecr verify --fidelity [options]
                               compare the fake with a real registry, statement by statement
  fake-ecr convert <seed> …    write one seed file from templates, plans, states and other seeds
  fake-ecr --help | --version

serve                          answers ECR, STS and docker push; ends at SIGTERM or Ctrl+C
  --host <address>             where to listen (127.0.0.1); anyone who can reach it can change the world
  --allow-host <name>          a name by which clients call it, such as that of a compose service; may be repeated;
                               .name is all names below it, all is any (localhost, and addresses)
  --port <number>              0 takes a free port (0)
  --account <id>               the account of callers whose access key does not name one (123456789012)
  --layers assumed|required    whether layers must be uploaded before a manifest (required)
  --replication instant|manual|<ms>
                               when replicas arrive (instant)
  --seed <path>                what to begin with; several are planted in their order. Its content tells what it is:
                               a declaration, a snapshot, a CloudFormation template (JSON or YAML), cdk.out, or what
                               terraform show -json prints of a plan or a state
  --journal <number>|all       how many calls and events are kept, the latest (5000)
  --registry ecr|spec|none     how docker push is answered: like ECR, by the OCI specification, or not at all (ecr)
  --no-registry                the same as --registry none
  --endpoints aws|served       names in proxyEndpoint and repositoryUri: ECR's, or those that lead here (aws)
  --data-dir <folder>          keep the world and the bytes of its layers there, for the next start; in memory when
                               absent. A folder that has a world already is not seeded
  --json                       print one line of JSON when it listens: url, host, port, pid
  --ready-file <file>          write that line to a file when it listens; removed when it ends
  --wait                       serve in the background: return when it listens, and print its pid
  --verbose                    print a line for each request, call, decision and event

seeds of templates, plans and states (serve, exec, convert, verify); each may be given several times
  --at [<stack>=]<account>/<region>
                               where templates go, and stacks of cdk.out that were written for any environment
  --parameter [<stack>:]<name>=<value>
                               of templates
  --import <name>=<value>      what Fn::ImportValue finds of stacks that are not here
  --value <name>=<value>       what a template can't know: Vpc.VpcId, or {{resolve:ssm:/x}}
  --provider <name>=[<account>][/][<region>]
                               of Terraform: aws, aws.<alias>, or module.x:aws
  --unknown skip | <address>.<attribute>=<value>
                               what a plan does not know yet: leave such resources out, or say it

exec                           takes the options of serve except --json, --ready-file and --wait
  --region <name>              AWS_REGION of the command (that of the environment, else us-east-1)

record                         only reads, with the credentials that the SDK finds
  --region <name>              the Region to read
  --profile <name>             the profile whose credentials to read with
  --endpoint <url>             another endpoint, for example that of fake-ecr serve
  --out <file.json>            where to write; standard output when absent
  --manifests                  read manifests too, so that digests stay the same (counts as pulls)

verify                         takes a path as --seed does, and the options of seeds; templates go to the registry that is
                               read; only reads; docs/verify.md has the permissions it needs
  --region <name>, --profile <name>, --endpoint <url>
                               as for record
  --ignore <glob>              what is not compared, for example 'repositories.*.images'; may be given several times
  --json                       print the differences as JSON

verify --fidelity              works in repositories of its own, asks before it does, and removes them
  --region <name>, --profile <name>, --endpoint <url>
                               as for record
  --second-region <name>       another Region of the account, for statements about replication
  --second-profile <name>      the profile of another account, for statements about two
  --allow-registry-settings    change the replication configuration, the registry policy and the scanning
                               configuration for moments, and put them back
  --only <number>,...          only these statements, for example U14,R22
  --yes                        do not ask; needed if nobody sits at the terminal
  --output <file.json>         where the recording goes (fake-ecr-recording.json)
  --resume                     go on with a run that was ended, after removing what it left
  --json                       print the recording

convert                        takes paths as --seed does, and the options of seeds
  --account <id>               the account of a Terraform provider that names none (123456789012)
  -o, --out <file.json>        where to write; standard output when absent

examples
  fake-ecr serve --port 4566 --seed world.json
  fake-ecr serve --json --replication manual --account 111122223333
  AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=x \\
    aws ecr describe-repositories --endpoint-url http://127.0.0.1:4566 --region eu-west-1
  fake-ecr exec --seed world.json -- npm test
  docker login -u AWS -p "$(aws ecr get-login-password --endpoint-url http://127.0.0.1:4566)" 127.0.0.1:4566
  curl -X POST http://127.0.0.1:4566/_fake-ecr/reset
  fake-ecr record --profile prod --region eu-west-1 --out prod.json
  fake-ecr verify prod.json --profile prod --region eu-west-1 --ignore 'repositories.*.images'
  fake-ecr serve --seed cdk.out --seed images.json
  fake-ecr serve --seed registry.yaml --at 111122223333/us-west-2 --parameter Stage=prod
  fake-ecr convert plan.json --provider aws=111122223333 --provider aws.dr=444455556666 -o world.json

progress                       on one line of the error stream, if that is a terminal; not with CI, NO_COLOR or TERM=dumb

exit codes
  0 done    1 failed    2 the command line is wrong
  verify: 0 the same    1 something differs    2 it could not be compared, or not all of it
  exec: that of its command; 126 or 127 if it can't be run; 128 plus the number of the signal that ended it
`;
