using Integrations.Primitives;

namespace Integrations.Core.Bulk;

internal static class BatchFailures
{
    public static Failure NotFound { get; } = Failure.NotFound("batch.not_found", "There is no such batch. Finished ones are kept for 30 days.");

    public static Failure TooMany(int number) => Failure.InvalidField(
        "ids", $"A batch holds at most {IntegrationBatch.MaxItems} integrations, and {number} were asked for. Narrow the filter, or make several.");

    public static Failure Empty { get; } = Failure.InvalidField("ids", "ids must name at least one integration.");

    public static Failure ActorGone { get; } = Failure.Forbidden("The person who started this may no longer do it, or the organization is disabled. Nothing was changed.");

    public static Failure Broken { get; } = new(FailureKind.Unavailable, "batch.item_failed", "The hub could not do this now, three times. Try it again later.");
}
