using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>
/// A code, an access token or a refresh token of a program. What the program holds is a random reference, of which a hash is kept; what it stands for
/// is protected by the key ring.
/// </summary>
public sealed class ProgramToken : OpenIddictEntityFrameworkCoreToken<Guid, ProgramClient, ProgramAuthorization>;
