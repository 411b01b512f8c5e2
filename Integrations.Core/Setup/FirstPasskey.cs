using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Setup;

/// <summary>A passkey made before its account.</summary>
/// <param name="UserId">The id that the passkey was made for, and the account gets.</param>
public sealed record FirstPasskey(Guid UserId, UserPasskeyInfo Passkey);
