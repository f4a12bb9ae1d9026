"""A package of a shop, in several tables."""

from __future__ import annotations

SHOP = {
    "datapackage.json": """{"name": "shop", "version": "1.0.0", "title": "A shop", "bru": {"packs": ["canonical"]},
"licenses": [{"name": "CC-BY-4.0"}],
"resources": [{"name": "makers", "path": "makers.csv", "schema": "makers.json"}, {"name": "wares", "path": "wares.csv", "schema": "wares.json"},
{"name": "retired_ids", "path": "retired_ids.csv", "schema": "retired.json"}, {"name": "sales", "path": "sales.csv", "schema": "sales.json", "title": "Sales"}]}""",
    "makers.json": """{"fields": [{"name": "maker_id"}, {"name": "name"}], "uniqueKeys": [["name"]], "primaryKey": ["maker_id"]}""",
    "makers.csv": "maker_id,name\nb1,Baker\nb2,Bakery\n",
    "wares.json": """{"fields": [{"name": "ware_id"},
{"name": "name", "title": "Name", "constraints": {"required": true, "unique": true, "pattern": "[A-Z].*", "maxLength": 20}},
{"name": "maker_id", "type": "string"}, {"name": "kind", "constraints": {"enum": ["food", "drink"]}},
{"name": "weight", "type": "number", "unit": "kg", "constraints": {"minimum": 0}},
{"name": "size", "categories": [{"value": "s", "label": "small"}, {"value": "m", "label": "middle"}], "categoriesOrdered": true}, {"name": "made", "type": "year"}], "primaryKey": ["ware_id"],
"foreignKeys": [{"fields": "maker_id", "reference": {"resource": "makers", "fields": "maker_id"}}]}""",
    "wares.csv": "ware_id,name,maker_id,kind,weight,size,made\nbread,Bread,b1,food,1.5,m,2031\nmilk,Milk,,drink,,s,2030\n",
    "sales.json": """{"fields": [{"name": "ware_id"}, {"name": "day", "type": "date"}, {"name": "count", "type": "integer"}],
"primaryKey": ["ware_id", "day"], "foreignKeys": [{"fields": "ware_id", "reference": {"resource": "wares", "fields": "ware_id"}}], "title": "Sales"}""",
    "sales.csv": "ware_id,day,count\nbread,2031-05-01,40\nmilk,2031-05-01,7\n",
    "retired.json": """{"fields": [{"name": "table"}, {"name": "old_id"}, {"name": "new_id"}, {"name": "since_version"}, {"name": "reason"}],
"primaryKey": ["table", "old_id"]}""",
    "retired_ids.csv": "table,old_id,new_id,since_version,reason\nmakers,b0,b1,0.9.0,merged\nmakers,b9,b1,0.9.0,merged\n",
}
