using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Tests.Architecture;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary><c>docs/permissions.md</c> is what the code says, and the code asks for nothing else.</summary>
public sealed class PermissionsTests
{
    private const string UpdateSwitch = "UPDATE_RULE_TABLES";

    private static readonly string[] Code = [".cs", ".razor"];

    private static IReadOnlyList<(string Member, Permission Permission)> All { get; } =
        [.. typeof(KnownPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, (Permission)field.GetValue(null)!)).OrderBy(r => r.Item2.Name, StringComparer.Ordinal)];

    [Fact, Proves("A11")]
    public void Table_IsWhatTheCodeSays()
    {
        var (table, file) = (Table(), Path.Combine(Repository.Root(), "docs", "permissions.md"));
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            File.WriteAllText(file, table);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == table, "docs/permissions.md is stale. Run scripts/prove rules --write and commit what changes.");
    }

    [Fact, Proves("A11")]
    public void EveryPermission_HasANameOfItsOwn_AndIsAskedSomewhere()
    {
        Assert.NotEmpty(All);
        Assert.Equal(All.Count, All.Select(r => r.Permission.Name).Distinct(StringComparer.Ordinal).Count());
        var asked = SourceFiles.Find(@"\bKnownPermissions\.", Code).SelectMany(line => Regex.Matches(line, @"\bKnownPermissions\.(?<name>\w+)", RegexOptions.NonBacktracking)).Select(found => found.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(All.Select(r => r.Member).ToHashSet(StringComparer.Ordinal), asked);
    }

    [Fact, Proves("A11")]
    public void CoreComparesRolesInFewPlaces_WhichOnlyChooseWhatIsShown() =>
        // Other people's activity, channels and tokens of the organization, and whether a button would help. Pages hide what would be refused.
        Assert.DoesNotContain(
            SourceFiles.Find(
                @"\.IsTenantAdmin\b", [".cs"], "Integrations.Core/Activity/ActivityQueries.cs", "Integrations.Core/VendorEvents/Subscriptions/SubscriptionService.cs", "Integrations.Core/Linking/LinkSources.cs",
                "Integrations.Core/Identity/Tokens/ApiTokenVisibility.cs"),
            line => line.StartsWith("Integrations.Core/", StringComparison.Ordinal));

    [Theory, Proves("A11")]
    [InlineData(Role.User, TokenScopes.All)]
    [InlineData(Role.User, TokenScopes.Read)]
    [InlineData(Role.User, TokenScopes.Read | TokenScopes.Proxy)]
    [InlineData(Role.User, TokenScopes.ReadWriteAdmin)]
    [InlineData(Role.TenantAdmin, TokenScopes.All)]
    [InlineData(Role.TenantAdmin, TokenScopes.ReadWrite)]
    [InlineData(Role.TenantAdmin, TokenScopes.ReadWrite | TokenScopes.Proxy)]
    [InlineData(Role.TenantAdmin, TokenScopes.Read)]
    [InlineData(Role.SuperAdmin, TokenScopes.All)]
    [InlineData(Role.SuperAdmin, TokenScopes.Read)]
    public void Must_AnswersAsTheTableSays(Role role, TokenScopes scopes)
    {
        var caller = new Caller(Guid.NewGuid(), role == Role.SuperAdmin ? null : Guid.NewGuid(), role) { Scopes = scopes };

        foreach (var (_, right) in All)
        {
            var has = (right.Role == Role.User || (right.Role == role && (right.Scope != TokenScopes.None || scopes.HasFlag(TokenScopes.Admin))))
                && (!right.Acts || scopes.HasFlag(TokenScopes.Write)) && scopes.HasFlag(right.Scope);
            Assert.Equal(has, caller.Must(right) is null);
        }
    }

    private static string Table()
    {
        var page = new StringBuilder(
            """
            # Permissions

            Who may do what, beyond seeing what is their organization's and their own. Services ask for each with `caller.Must(KnownPermissions.…)`;
            doors of pages and routes are policies before that. Roles: everyone is a `user`; a `tenant_admin` has these rights in their
            organization; a `super_admin` has them only where they belong to one, which they usually do not. A token needs the scope besides.
            Acts that want a password of the last ten minutes are in [security](security.md), S5.

            Generated from `Integrations.Core/Permissions/KnownPermissions.cs`. After a change: `scripts/prove rules --write`.

            | right | role | scope of a token | allows to |
            |---|---|---|---|

            """);
        foreach (var (_, right) in All)
        {
            var scope = right.Scope != TokenScopes.None ? string.Join("`, `", TokenScopeNames.Of(right.Scope).Concat(right.Acts ? [TokenScopeNames.Write] : []))
                : right.Role != Role.User ? TokenScopeNames.Admin : right.Acts ? TokenScopeNames.Write : TokenScopeNames.Read;
            page.Append($"| `{right.Name}` | `{Roles.Name(right.Role)}` | `{scope}` | {char.ToLowerInvariant(right.Allows[0])}{right.Allows[1..]} |\n");
        }

        return page.ToString();
    }
}
