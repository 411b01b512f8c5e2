namespace Integrations.Web.Hosting.Limits;

/// <summary>What is given up first when there is too much to do, in this order.</summary>
internal enum LoadClass
{
    Widget,
    Search,
    List,

    /// <summary>Changes and single things.</summary>
    Other,

    /// <summary>Connecting, signing in, and vendors' deliveries: what people and vendors do not try again by themselves.</summary>
    Last,
}
