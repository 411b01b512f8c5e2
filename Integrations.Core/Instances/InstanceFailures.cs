using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>How working with integrations fails.</summary>
public static class InstanceFailures
{
    /// <summary>Another living integration of the same owner has the name. Choose another.</summary>
    public const string NameTakenCode = "instance.name_taken";

    /// <summary>The integration is paused. Enable it, then repeat the call.</summary>
    public const string DisabledCode = "integration.disabled";

    /// <summary>There is none of this id that the caller sees: never made, deleted, or somewhere else (SECURITY A5).</summary>
    public static Failure NotFound { get; } = Failure.NotFound("integration.not_found", "Integration not found");

    /// <summary><see cref="NameTakenCode"/>: names are unique per organization, and per owner at user level.</summary>
    /// <param name="name">The name that was asked for.</param>
    public static Failure NameTaken(string name) =>
        Failure.Conflict(NameTakenCode, $"An integration named '{name}' already exists. Choose another name.");

    /// <summary>The caller belongs to no organization, as a super administrator may. Sign in as a member of one.</summary>
    public static Failure NoOrganization { get; } =
        Failure.Forbidden("User must belong to an organization to create integrations");

    /// <summary>The provider cannot be used at this level (001), or, on a route whose document wants that, there is no such provider. Try the other level.</summary>
    /// <param name="type">The provider as it was asked for; cut to 60 characters.</param>
    /// <param name="level">The level that was asked for.</param>
    public static Failure LevelNotSupported(string type, InstanceLevel level) => Failure.Invalid(
        "instance.level_not_supported",
        $"Integration type {Text.Cut(type, 60)} is not supported at {(level == InstanceLevel.Organization ? "organization" : "user")} level");

    /// <summary>The provider is for a larger plan than the organization has. Nothing a caller can change; an operator sets plans.</summary>
    public static Failure PlanRequired(string provider, string plan) =>
        Failure.Forbidden($"{provider} needs the plan '{plan}'. Ask an operator to change the organization's plan.");

    /// <summary><see cref="DisabledCode"/>: nothing is sent to the vendor while it is paused.</summary>
    public static Failure Disabled { get; } =
        Failure.Conflict(DisabledCode, "This integration is disabled. Enable it to go on.");

    /// <summary>Someone saved a change after the caller read the row. Read it again, and repeat the change with the new version.</summary>
    public static Failure Stale { get; } =
        new(FailureKind.Stale, "stale", "Someone changed this in the meantime. Load it again and repeat the change.");

    /// <summary>A new credential did not work at its vendor, so that nothing was stored. Correct it and connect again.</summary>
    /// <param name="vendor">The vendor's refusal, kept as the inner failure.</param>
    public static Failure ConnectionTestFailed(Failure vendor) =>
        Failure.Invalid("connection.test_failed", "Connection test failed. Please check your credentials.") with { Inner = vendor };
}
