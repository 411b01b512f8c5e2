using System.Reflection;
using System.Security.Cryptography;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Client;

namespace Integrations.Tests.Connectors;

/// <summary>Where people allow and tokens are given, held against what others keep of the same vendors: OpenIddict's web providers.</summary>
public sealed class OAuthAddressTests(ConnectedHub hub, ITestOutputHelper output) : IClassFixture<ConnectedHub>
{
    /// <summary>Vendors that both know with fixed addresses; others they find by discovery. A lower count is a lost comparison.</summary>
    private const int Compared = 12;

    /// <summary>Where ours differs on purpose, and why.</summary>
    private static readonly Dictionary<string, string> Deliberate = new(StringComparer.Ordinal)
    {
        ["hubspot token"] = "HubSpot dates its versions since 2026; theirs is the former v1, which goes on.",
    };

    [Fact]
    public void Addresses_AreThoseThatOpenIddictKnows()
    {
        var theirs = Theirs();
        var found = new List<string>();
        var wrong = new List<string>();
        foreach (var entry in hub.Get<ConnectorCatalog>().All)
        {
            if (entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is { } ours && theirs.TryGetValue(entry.Manifest.Key.Replace("_", "", StringComparison.Ordinal), out var known))
            {
                found.Add(entry.Manifest.Key);
                Compare($"{entry.Manifest.Key} authorization", ours.AuthorizationUrl, known.AuthorizationEndpoint);
                Compare($"{entry.Manifest.Key} token", ours.TokenUrl, known.TokenEndpoint);
            }
        }

        output.WriteLine($"counterpart: OpenIddict's web providers: {found.Count} vendors' addresses compared ({string.Join(", ", found)}), {Deliberate.Count} different on purpose");
        Assert.Empty(wrong);
        Assert.True(found.Count >= Compared, $"Only {found.Count} were compared.");

        void Compare(string what, string address, Uri? other)
        {
            if (other is not null && new Uri(address) != other && !Deliberate.ContainsKey(what))
            {
                wrong.Add($"{what}: {address}, theirs {other}");
            }
        }
    }

    /// <summary>By name in small letters; without those that want more than a client, and those that are found by discovery.</summary>
    private static Dictionary<string, OpenIddictConfiguration> Theirs()
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa);
        var all = new Dictionary<string, OpenIddictConfiguration>(StringComparer.Ordinal);
        foreach (var method in typeof(OpenIddictClientWebIntegrationBuilder).GetMethods())
        {
            if (method.Name.StartsWith("Add", StringComparison.Ordinal) && method.GetParameters() is [{ ParameterType.IsGenericType: true } action]
                && Registered(method, action.ParameterType, key) is { Configuration: { AuthorizationEndpoint: not null } configuration })
            {
                all[method.Name["Add".Length..].ToLowerInvariant()] = configuration;
            }
        }

        return all;
    }

    private static OpenIddictClientRegistration? Registered(MethodInfo method, Type action, RsaSecurityKey key)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOpenIddict().AddClient(client =>
        {
            client.AllowAuthorizationCodeFlow().DisableTokenStorage().AddEncryptionKey(key).AddSigningKey(key);
            var fill = typeof(OAuthAddressTests).GetMethod(nameof(Fill), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(action.GetGenericArguments());
            method.Invoke(client.UseWebProviders(), [fill.CreateDelegate(action)]);
        });
        using var provider = services.BuildServiceProvider();
        try
        {
            return provider.GetRequiredService<IOptionsMonitor<OpenIddictClientOptions>>().CurrentValue.Registrations.SingleOrDefault();
        }
        catch (InvalidOperationException)
        {
            // It wants an address or a key of an account of one's own.
            return null;
        }
    }

    private static void Fill<T>(T provider)
        where T : class
    {
        foreach (var (setter, value) in new[] { ("SetClientId", "id"), ("SetClientSecret", "secret"), ("SetRedirectUri", "callback") })
        {
            typeof(T).GetMethod(setter, [typeof(string)])?.Invoke(provider, [value]);
        }
    }
}
