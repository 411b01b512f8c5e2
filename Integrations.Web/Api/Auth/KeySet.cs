using Integrations.Core.Identity.Jwt;

namespace Integrations.Web.Api.Auth;

internal sealed record KeySet(IReadOnlyList<PublicJwk> Keys);
