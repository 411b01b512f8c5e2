using Integrations.Primitives;

namespace Integrations.Core.Management.Transfers;

internal static class TransferFailures
{
    public static Failure NotPersonal { get; } = Failure.Conflict(
        "integration.not_personal", "This is the organization's already. Only what a person made for themself can be given to someone.");

    public static Failure MemberUnknown { get; } = Failure.InvalidField("email", "No one of your organization who can sign in has this e-mail address.");

    public static Failure SameOwner { get; } = Failure.InvalidField("email", "It belongs to this person already.");

    public static Failure NameTaken(string name) =>
        Failure.Conflict("instance.name_taken", $"There is an integration named '{name}' already where this would go. Rename this one first.");
}
