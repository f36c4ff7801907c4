/**
 * What is part of the API but not of the generated facts, in the same notation; an entry here replaces the
 * generated shape of its name.
 *
 * Delete replication is documented, yet no published model has its member. It reaches ECR only where no
 * serializer drops it, and so it is with this model: through the client mock and raw HTTP [assumed].
 */
export const extensions: Readonly<Record<string, string>> = {
  ReplicationRule:
    '{destinations!:ReplicationDestinationList repositoryFilters:RepositoryFilterList deleteReplication:DeleteReplication}',
  DeleteReplication: '{enabled!:DeleteReplicationFlag}',
  DeleteReplicationFlag: 'boolean',
};
