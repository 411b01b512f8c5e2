using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// The real hub on a real Kestrel, on loopback and a free port, with a database file of its own. HTTP tests and browser tests
/// use the same one: take it as a class or collection fixture.
/// </summary>
public sealed class HubApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-").FullName;
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private string _environment = "Development";

    public HubApp()
    {
        _settings["Database:Provider"] = "Sqlite";
        _settings["ConnectionStrings:Integrations"] = $"Data Source={Path.Combine(_folder, "hub.db")}";
        UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:41234/</c>; known once it has started.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Overrides a configuration key; before the start only.</summary>
    public HubApp With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    public HubApp InEnvironment(string name)
    {
        _environment = name;
        return this;
    }

    /// <summary>A client without cookies or redirects, so that a test sees what was really answered.</summary>
    public HttpClient Anonymous()
    {
        StartServer();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
    }

    public ValueTask InitializeAsync()
    {
        StartServer();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A background write may still hold a file; the temp folder is not worth a red test.
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
