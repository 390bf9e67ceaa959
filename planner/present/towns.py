"""Towns that other scripts and languages have names of their own for, and the gateways that serve them."""

from __future__ import annotations

from typing import Final

from planner.model.place import Gateway

CITIES: Final[dict[str, str]] = {
    "buon_ma_thuot": "Buôn Ma Thuột",
    "can_tho": "Cần Thơ",
    "con_dao": "Côn Đảo",
    "da_lat": "Đà Lạt",
    "da_nang": "Đà Nẵng",
    "ha_long": "Hạ Long",
    "ha_noi": "Hà Nội",
    "hai_phong": "Hải Phòng",
    "ho_chi_minh": "Hồ Chí Minh",
    "hoi_an": "Hội An",
    "hue": "Huế",
    "lang_son": "Lạng Sơn",
    "lao_cai": "Lào Cai",
    "mong_cai": "Móng Cái",
    "mui_ne": "Mũi Né",
    "nha_trang": "Nha Trang",
    "ninh_binh": "Ninh Bình",
    "phu_quoc": "Phú Quốc",
    "quy_nhon": "Quy Nhơn",
    "sa_pa": "Sa Pa",
    "vung_tau": "Vũng Tàu",
}
"""Towns with names of their own in other scripts: member of the family ``city`` -> Vietnamese name."""

CITY_OF: Final[dict[str, str]] = {
    "gw-cam-ranh": "nha_trang",
    "gw-lien-khuong": "da_lat",
    "gw-long-thanh": "ho_chi_minh",
    "gw-phu-cat": "quy_nhon",
}
"""Airports that are named otherwise than the town they serve, and lie in another province or in a wide one."""


def find_town(gateway: Gateway) -> str | None:
    """Return the town that a gateway is named after or stands in, as a member of `CITIES`; None for any other."""
    named = (city for city, name in CITIES.items() if name in gateway.name_vi)
    around = (city for city, name in CITIES.items() if name == gateway.old_province)
    return CITY_OF.get(gateway.id) or next(named, None) or next(around, None)
