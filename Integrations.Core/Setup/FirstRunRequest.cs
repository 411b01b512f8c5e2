using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>What the set-up page asks for.</summary>
/// <param name="Name">Of the first super administrator; 1 to 120 characters.</param>
/// <param name="Password">By the hub's rules; null where a passkey opens the account.</param>
/// <param name="Passkey">Verified just now, for the account that is made; null where a password opens it.</param>
/// <param name="Organization">Name of the first organization; 1 to 120 characters.</param>
/// <param name="Administrator">Who administers the organization; null for the super administrator themself.</param>
public sealed record FirstRunRequest(string Name, string Email, Secret? Password, FirstPasskey? Passkey, string Organization, NewMember? Administrator)
{
    /// <summary>Always <c>***</c>: it may hold a password.</summary>
    public override string ToString() => "***";
}
