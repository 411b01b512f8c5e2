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

    public static bool IsOn(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue(Key, environment.IsDevelopment() && BuiltIn is not null);

    /// <summary>The vendors that are played now; null where the sandbox is off.</summary>
    public static IBuiltInVendors? Played(IConfiguration configuration, IHostEnvironment environment) => IsOn(configuration, environment) ? BuiltIn : null;

    public static WebApplicationBuilder AddSandboxVendors(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsProduction() && !string.IsNullOrEmpty(builder.Configuration[OriginKey]))
        {
            throw new InvalidOperationException($"{OriginKey} is set, which leads the calls to every vendor into a sandbox. Production does not start with it (SECURITY V7). To try one provider against a sandbox, set Providers:{{key}}:BaseUrl (docs/sandbox.md).");
        }

        if (!IsOn(builder.Configuration, builder.Environment))
        {
            return builder;
        }

        if (builder.Environment.IsProduction())
        {
            throw new InvalidOperationException($"{Key} is true. The vendor sandbox accepts anybody's sign-in, so Production does not start with it (SECURITY V7).");
        }

        if (BuiltIn is not { } vendors)
        {
            throw new InvalidOperationException($"{Key} is true, and this program was published without the vendor sandbox. Run Integrations.Sandbox beside it and lead providers there (docs/sandbox.md).");
        }

        vendors.AddTo(builder.Services);
        return builder;
    }

    public static WebApplication MapSandboxVendors(this WebApplication app)
    {
        Played(app.Configuration, app.Environment)?.MapTo(app);
        return app;
    }

    static partial void Find(ref IBuiltInVendors? vendors);
}
