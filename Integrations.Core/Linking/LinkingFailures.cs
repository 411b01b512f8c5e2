using Integrations.Core.Instances;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

internal static class LinkingFailures
{
    public static Failure MeetingNotFound { get; } = Failure.NotFound("meeting.not_found", "There is no such meeting. It may have been deleted.");

    public static Failure PersonNotFound { get; } = Failure.NotFound("person.not_found", "There is no such person. They may have been deleted.");

    public static Failure LinkNotFound { get; } = Failure.NotFound("link.not_found", "There is no such link. It may have been removed already.");

    public static Failure NoOrganization { get; } = Failure.Forbidden("You belong to no organization, and these belong to one.");

    public static Failure Changed(string what) => new(
        FailureKind.Stale, "entity.changed", $"Someone else changed this {what} meanwhile. Reload to see their version, then make your change again.");

    public static Failure EntityTypeUnknown(string? type) => Failure.InvalidField(
        "entityType", $"'{type}' cannot be linked. Use one of: {string.Join(", ", EntityTypes.All)}.");

    public static Failure EntityTypeNotAllowed(string integration, string entityType) => new(
        FailureKind.Forbidden, "link.entity_type_not_allowed",
        $"'{integration}' may not be linked to a {entityType}. An administrator can allow it in the integration's settings.");
}
