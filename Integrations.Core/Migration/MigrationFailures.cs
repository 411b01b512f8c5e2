using Integrations.Primitives;

namespace Integrations.Core.Migration;

internal static class MigrationFailures
{
    public static Failure NothingToMigrate(string provider) =>
        Failure.NotFound("migration.nothing_to_migrate", $"You have no {provider} credentials in the older system.");

    public static Failure Unreadable(string provider) => Failure.Conflict(
        "migration.unreadable", $"The stored {provider} credentials can no longer be read. They are kept; create the integration by hand instead.");
}
