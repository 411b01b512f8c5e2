using Integrations.Primitives;

namespace Integrations.Web.Hosting.Sandbox;

/// <summary>
/// Serves the vendor sandbox where <c>Sandbox:Enabled</c> says so: in Development unless told otherwise, in Production never. A
/// program that was published has none; there the sandbox is a program of its own.
/// </summary>
internal static partial class SandboxHosting
{
    public const string Key = "Sandbox:Enabled";

    private const string OriginKey = "Vendors:SandboxOrigin";

    /// <summary>The vendors that this program can play; null in one that was published.</summary>
    public static IBuiltInVendors? BuiltIn
    {
        get
        {
            IBuiltInVendors? vendors = null;
            Find(ref vendors);
            return vendors;
        }
    }

    /// <summary>Never in Production; what cannot be read is off until the start refuses it, with all other wrong settings.</summary>
    public static bool IsOn(IConfiguration configuration, IHostEnvironment environment) =>
        !environment.IsProduction() && BuiltIn is not null && (bool.TryParse(configuration[Key], out var isOn) ? isOn : environment.IsDevelopment());

    /// <summary>What keeps a hub from starting: calls to every vendor would lead to where anyone signs in (SECURITY V7).</summary>
    public static IEnumerable<SettingProblem> Refuse(IConfiguration configuration, IHostEnvironment environment)
    {
        var isAsked = bool.TryParse(configuration[Key], out var isOn) && isOn;
        if (isAsked && environment.IsProduction())
        {
            yield return new SettingProblem(Key, "is true. The vendor sandbox lets anyone sign in, so Production does not start with it. Take it out.");
        }
        else if (isAsked && BuiltIn is null)
        {
            yield return new SettingProblem(Key, "is true, and this program was published without the vendor sandbox. Run Integrations.Sandbox beside it and lead providers there (docs/sandbox.md).");
        }

        if (environment.IsProduction() && !string.IsNullOrEmpty(configuration[OriginKey]))
        {
            yield return new SettingProblem(OriginKey, "is set, which leads the calls to every vendor into a sandbox. Production does not start with it. To try one provider against a sandbox, set Providers:{key}:BaseUrl (docs/sandbox.md).");
        }
    }

    /// <summary>The vendors that are played now; null where the sandbox is off.</summary>
    public static IBuiltInVendors? Played(IConfiguration configuration, IHostEnvironment environment) => IsOn(configuration, environment) ? BuiltIn : null;

    public static WebApplicationBuilder AddSandboxVendors(this WebApplicationBuilder builder)
    {
        Played(builder.Configuration, builder.Environment)?.AddTo(builder.Services, StateFolder(builder));
        return builder;
    }

    public static WebApplication MapSandboxVendors(this WebApplication app)
    {
        Played(app.Configuration, app.Environment)?.MapTo(app);
        return app;
    }

    /// <summary>
    /// Beside the database file, whose connections hold the tokens: both live and are deleted together. With another database only
    /// where a folder is named, because there is no telling which one belongs to it.
    /// </summary>
    private static string? StateFolder(WebApplicationBuilder builder)
    {
        var database = Databases.Choose(builder.Configuration, builder.Environment);
        return builder.Configuration["Sandbox:StateFolder"] is { Length: > 0 } named ? Path.GetFullPath(named, builder.Environment.ContentRootPath)
            : database.Dialect.IsShared ? null
            : database.Folder();
    }

    static partial void Find(ref IBuiltInVendors? vendors);
}
