using Integrations.Core.Permissions;

namespace Integrations.Core.Demo;

internal sealed record DemoAccount(string Email, string Name, Role Role);
