using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>How working with integrations fails.</summary>
public static class InstanceFailures
{
    public const string NameTakenCode = "instance.name_taken";

    public const string DisabledCode = "integration.disabled";

    public static Failure NotFound { get; } = Failure.NotFound("integration.not_found", "Integration not found");

    public static Failure NameTaken(string name) =>
        Failure.Conflict(NameTakenCode, $"An integration named '{name}' already exists. Choose another name.");

    public static Failure NoOrganization { get; } =
        Failure.Forbidden("User must belong to an organization to create integrations");

    public static Failure LevelNotSupported(string type, InstanceLevel level) => Failure.Invalid(
        "instance.level_not_supported",
        $"Integration type {Text.Cut(type, 60)} is not supported at {(level == InstanceLevel.Organization ? "organization" : "user")} level");

    public static Failure PlanRequired(string provider, string plan) =>
        Failure.Forbidden($"{provider} needs the plan '{plan}'. Ask an operator to change the organization's plan.");

    public static Failure Disabled { get; } =
        Failure.Conflict(DisabledCode, "This integration is disabled. Enable it to go on.");

    public static Failure Stale { get; } =
        new(FailureKind.Stale, "stale", "Someone changed this in the meantime. Load it again and repeat the change.");

    public static Failure ConnectionTestFailed(Failure vendor) =>
        Failure.Invalid("connection.test_failed", "Connection test failed. Please check your credentials.") with { Inner = vendor };
}
